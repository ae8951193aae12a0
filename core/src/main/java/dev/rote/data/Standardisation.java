package dev.rote.data;

/// How a column of numbers is seen: x' = (x − mean) / deviation.
///
/// @param column its name; in order from "0" where columns have none
/// @param mean of the examples learned from
/// @param deviation theirs, with n below the root; 1 if all of them are equal
public record Standardisation(String column, double mean, double deviation) {}
