"""Reports (进工地报告、阻工事件) as the ledger keeps them: what they say, who may read them, what became of them."""
