"""Rules about the code itself: sizes, words, layers, and the libraries we stand on."""
