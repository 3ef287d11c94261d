module Stack (Stack, empty, push, pop) where

-- | Gives back first what came last.
newtype Stack a = Stack [a]

empty :: Stack a
empty = Stack []

push :: a -> Stack a -> Stack a
push item (Stack items) = Stack (item : items)

pop :: Stack a -> Maybe (a, Stack a)
pop (Stack []) = Nothing
pop (Stack (item : rest)) = Just (item, Stack rest)
