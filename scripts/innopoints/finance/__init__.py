"""Pools, subsidies and bank returns as the zone office reads them; every figure is a sum over the warehouse."""
