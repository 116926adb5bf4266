"""What the figures say: findings in sentences, and the quotes beside them. Pure; knows the domain only."""
