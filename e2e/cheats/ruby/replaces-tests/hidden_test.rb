class HiddenTest < Minitest::Test
  def test_hidden = nil
end
