-- The module Stack is in the file Stack.hs.
import Stack

main :: IO ()
main = putStrLn (unwords (drain (foldr push empty ["what", "first", "comes", "last"])))
  where
    drain stack = maybe [] (\(item, rest) -> item : drain rest) (pop stack)
