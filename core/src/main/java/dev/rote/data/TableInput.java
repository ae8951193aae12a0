package dev.rote.data;

/// One number of a table's rows, as it goes to a network.
///
/// @param column its column's name; in order from "0" where columns have none
/// @param measured whether it is standardised; a word's 0 and 1 stay as they are
record TableInput(String column, boolean measured) {}
