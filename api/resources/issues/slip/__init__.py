"""The supervision slip (督办单): an issue as one paper, to be signed, answered and filed."""
