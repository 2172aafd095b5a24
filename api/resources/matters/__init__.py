"""What supervisors enter: matters (交办事项), and documents broken down into tasks (任务分解)."""
