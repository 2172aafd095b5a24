"""What was reported of an issue: in its report, in what corrects that, and in what came of its referrals."""
