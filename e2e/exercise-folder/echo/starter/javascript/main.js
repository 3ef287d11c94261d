// In JavaScript.
