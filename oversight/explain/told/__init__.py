"""What an explanation says, as data: plain frozen facts, moments aware and in UTC, days local to the policy.

Words come in pairs, `*_zh` and `*_en`. A person's name is None when the registry does not know the person.
"""
