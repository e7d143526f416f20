"""The agents and managers pages that compose several apps."""
