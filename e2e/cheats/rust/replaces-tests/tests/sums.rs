#[test]
fn small() {}

#[test]
fn large() {}
