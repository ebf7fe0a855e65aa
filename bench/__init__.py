"""What vaultkit costs, beside the floor and beside others: `python -m bench`."""
