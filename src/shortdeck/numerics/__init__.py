"""Scalar mathematics that the kernels share: compilation, elementary functions, quaternions."""
