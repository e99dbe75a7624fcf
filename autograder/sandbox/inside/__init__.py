"""What runs inside the sandbox. It knows no exercise and holds no secret."""
