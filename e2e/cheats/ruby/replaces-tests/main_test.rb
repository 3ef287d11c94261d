class MainTest < Minitest::Test
  def test_small = nil
  def test_large = nil
end
