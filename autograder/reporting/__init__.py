"""What learners and teachers read about the marks."""
