"""What the use cases need of the world, as Protocols. Adapters stand in other folders; `cashier.doors` joins them."""
