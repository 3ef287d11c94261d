package main

// Numbers of arch/x86/entry/syscalls/syscall_64.tbl that package syscall does not have.
const (
	sysAddKey, sysRequestKey, sysKeyctl   = 248, 249, 250
	sysMbind, sysMigratePages             = 237, 256
	sysPerfEventOpen                      = 298
	sysFanotifyInit                       = 300
	sysNameToHandleAt, sysOpenByHandleAt  = 303, 304
	sysClockAdjtime                       = 305
	sysSetns                              = 308
	sysProcessVMReadv, sysProcessVMWritev = 310, 311
	sysKcmp, sysFinitModule               = 312, 313
	sysSeccomp, sysBpf, sysUserfaultfd    = 317, 321, 323
	sysModifyLdt, sysIopl, sysIoperm      = 154, 172, 173
)

func archCalls(try func(string, uintptr, ...uintptr)) {
	try("modify_ldt", sysModifyLdt, 0, 0, 0)
	try("iopl", sysIopl, 0)
	try("ioperm", sysIoperm, 0, 1, 0)
}
