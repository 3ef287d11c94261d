package main

// Numbers of include/uapi/asm-generic/unistd.h that package syscall does not have.
const (
	sysAddKey, sysRequestKey, sysKeyctl   = 217, 218, 219
	sysMbind, sysMigratePages             = 235, 238
	sysPerfEventOpen                      = 241
	sysFanotifyInit                       = 262
	sysNameToHandleAt, sysOpenByHandleAt  = 264, 265
	sysClockAdjtime                       = 266
	sysSetns                              = 268
	sysProcessVMReadv, sysProcessVMWritev = 270, 271
	sysKcmp, sysFinitModule               = 272, 273
	sysSeccomp, sysBpf, sysUserfaultfd    = 277, 280, 282
)

func archCalls(func(string, uintptr, ...uintptr)) {}
