"""Privacy: what nobody but the vault's owner may see, taken out once."""
