"""The board of projects (项目看板): how each stands by its last figure, kept in memory, summed up by place."""
