-- A Sierpiński carpet and a bifurcation diagram, both from a few lines; lists are worked out only as far as they are looked at.
import qualified Data.Map.Strict as Map
import Numeric (showFFloat)

carpet :: Int -> [String]
carpet 0 = ["█"]
carpet n = concatMap (row . map fill) ["###", "# #", "###"]
  where
    row = foldr1 (zipWith (++))
    fill '#' = carpet (n - 1)
    fill _ = map (map (const ' ')) (carpet (n - 1))

-- Where the population x of a species ends up, year after year, when it grows by the factor r.
logistic :: Double -> [Double]
logistic r = take 160 (drop 500 (iterate (\x -> r * x * (1 - x)) 0.5))

diagram :: Int -> Int -> [String]
diagram width height = [concatMap (cell y) [0 .. width - 1] ++ "\ESC[0m" | y <- [height - 1, height - 2 .. 0]]
  where
    factor column = 2.8 + 1.2 * fromIntegral column / fromIntegral width
    visits = Map.fromListWith (+) [((c, floor (x * fromIntegral height)), 1 :: Int) | c <- [0 .. width - 1], x <- logistic (factor c)]
    cell y column = case Map.lookup (column, y) visits of
      Nothing -> " "
      Just n -> "\ESC[38;5;" ++ show (232 + min 23 (6 + n)) ++ "m" ++ (if n > 8 then "█" else "▒")

primes :: [Int]
primes = sieve [2 ..]
  where
    sieve (p : rest) = p : sieve [n | n <- rest, n `mod` p /= 0]
    sieve [] = []

main :: IO ()
main = do
  putStr (unlines (map (("\ESC[36m" ++) . (++ "\ESC[0m")) (carpet 3)))
  putStr (unlines (diagram 76 24))
  putStrLn ("Factors from 2.8 to 4.0; chaos begins at about " ++ showFFloat (Just 2) (3.57 :: Double) "")
  putStrLn ("Of all primes, the first: " ++ unwords (map show (take 15 primes)))
