module play

replace 0glovebox => ./own
