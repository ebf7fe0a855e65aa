"""The network: the book as a graph, answered from immutable indexes."""
