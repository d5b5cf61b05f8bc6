"""What the names of a whole report mean, decided together, with the evidence for each."""

from conflict_map.resolve.resolver import Resolver

__all__ = ["Resolver"]
