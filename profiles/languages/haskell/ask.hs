-- Twenty animals? This one begins with two, and learns from those who beat it.
import System.IO

data Tree = Animal String | Question String Tree Tree

play :: Tree -> IO Tree
play (Question text yes no) = do
  sure <- askYesNo text
  if sure then (\tree -> Question text tree no) <$> play yes else Question text yes <$> play no
play (Animal name) = do
  right <- askYesNo ("Is it a " ++ name ++ "?")
  if right
    then putStrLn "I knew it." >> pure (Animal name)
    else do
      other <- ask "I give up. What is it? A"
      text <- ask ("A question that is yes for a " ++ other ++ " and no for a " ++ name ++ ":")
      pure (Question text (Animal other) (Animal name))

ask :: String -> IO String
ask text = putStr (text ++ " ") >> getLine

askYesNo :: String -> IO Bool
askYesNo text = (`elem` ["y", "yes"]) <$> ask text

main :: IO ()
main = do
  hSetBuffering stdout NoBuffering
  putStrLn "Think of an animal, and answer yes or no."
  go (Question "Does it live in water?" (Animal "fish") (Animal "cat"))
  where
    go tree = do
      wiser <- play tree
      again <- askYesNo "Once more?"
      if again then go wiser else putStrLn "Bye."
