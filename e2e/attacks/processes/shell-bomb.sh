# The fork bomb that everybody knows.
# layers: processes
# mutate: no
# contained: exited, held, cpu_limit, out_of_memory, signaled, stopped
# stop: 3
bomb() { bomb | bomb & }
bomb
sleep 1
