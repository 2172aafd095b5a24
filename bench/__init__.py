"""Benchmarks: each figure stands beside the ceiling measured in the same run, on real mongod and Apache Kafka."""
