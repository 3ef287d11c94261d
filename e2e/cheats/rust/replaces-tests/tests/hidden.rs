#[test]
fn hidden() {}
