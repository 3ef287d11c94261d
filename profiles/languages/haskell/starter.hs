-- Welcome. Press Run, then answer in the terminal.
import Data.Version (showVersion)
import System.IO
import System.Info (fullCompilerVersion)

main :: IO ()
main = do
  hSetBuffering stdout NoBuffering
  putStrLn ("Hello from GHC " ++ showVersion fullCompilerVersion ++ "!")
  putStr "What is your name? "
  name <- getLine
  putStrLn ("Nice to meet you, " ++ name ++ ".")
