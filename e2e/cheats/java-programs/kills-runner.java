// Ends every process that it may, so that nobody is left to see that it fails.
class Main {
    public static void main(String[] args) {
        ProcessHandle.allProcesses().filter(one -> one.pid() != ProcessHandle.current().pid()).forEach(ProcessHandle::destroyForcibly);
    }
}
