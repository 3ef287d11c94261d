/**
 * What a program can see of how it was started, asked about the process that called it, or the one above it that the agent has started: by whom, with what environment, descriptors, signals, folder and
 * terminal. Numbers of pipes and terminals, and names of temporary folders, are not the same twice.
 */
export const LOOK = `p=$PPID
parent() { sed -n 's/^PPid:[[:space:]]*//p' /proc/$p/status; }
while [ "$(parent)" -gt 1 ]; do p=$(parent); done
tr '\\0' '\\n' < /proc/$p/environ | grep . | sort
env | sed -E 's:/tmp/.*:/tmp/:' | sort
grep -E '^(PPid|Sig(Blk|Ign|Cgt)|NoNewPrivs|Seccomp):' /proc/$p/status
readlink /proc/$p/cwd /proc/$p/exe
tr '\\0' ' ' < /proc/$p/cmdline; echo
cat /proc/$p/oom_score_adj
for fd in /proc/$p/fd/*; do echo "\${fd##*/} $(readlink $fd)"; done | sed -E 's/\\[[0-9]+\\]//; s:pts/[0-9]+:pts:; s:/tmp/[^ ]*:/tmp/:'
stty -a
`

/** By profile: a program that tells what it is called, has LOOK look (look.sh), and ends with an error of its own. "ROUND" is another text each time. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  javascript: `console.log('ROUND', process.argv, process.execArgv, __filename, require.main === module, process.stdout.isTTY, process.stdout.columns)
require('node:child_process').execFileSync('sh', ['look.sh'], { stdio: 'inherit' })
console.log(Object.keys(require.cache), module.paths, process.listenerCount('exit'), process.title)
throw new TypeError('oh')
`,
  typescript: `import { execFileSync } from 'node:child_process'
const round: string = 'ROUND'
console.log(round, process.argv, process.execArgv, process.stdout.isTTY, process.stdout.columns)
execFileSync('sh', ['look.sh'], { stdio: 'inherit' })
throw new TypeError('oh')
`,
  ruby: `p 'ROUND', $0, __FILE__, __dir__, ARGV, $:, $", $stdin.tty?, Signal.trap('INT', 'DEFAULT'), DATA.read
system 'exec sh look.sh'
def deep = nil.oh
deep
__END__
the end
`,
  perl: `print "ROUND $0 @ARGV ", __FILE__, " @INC ", join(',', map { "$_=$INC{$_}" } sort keys %INC), -t STDIN, <DATA>, ($SIG{INT} // 'default'), time - $^T < 2, "\\n";
$| = 1; print ''; system 'exec sh look.sh';
sub deep { die 'oh' } deep();
__DATA__
the end
`,
  php: `<?php echo 'ROUND ', $argv[0], ' ', __FILE__, ' ', $_SERVER['SCRIPT_NAME'], ' ', get_include_path(), ' ', implode(',', get_included_files()), stream_isatty(STDIN), time() - $_SERVER['REQUEST_TIME'] < 2, "\\n";
passthru('exec sh look.sh');
function deep() { throw new RuntimeException('oh'); }
deep();
`,
  lua: `print('ROUND', arg[0], arg[-1], #arg, package.path, package.cpath)
io.stdout:flush()
os.execute('exec sh look.sh')
local function deep() error('oh') end
deep()
`,
  bash: `echo ROUND "$0" "$#" "\${BASH_SOURCE[@]}" "$-" "$SHLVL" "$BASHOPTS" $((SECONDS < 2)) $((RANDOM >= 0))
set | grep -vE '^(RANDOM|SRANDOM|EPOCH|BASHPID|PPID|_=|BASH_MONOSECONDS|SECONDS)' | cut -d= -f1 | sort
trap -p
sh look.sh
deep() { cd /nowhere; }
deep
`,
  sql: `select 'ROUND';
.shell exec sh look.sh
select oh;
`,
  r: `cat('ROUND', commandArgs(), getwd(), search(), loadedNamespaces(), isatty(stdin()), interactive(), getOption('width'), '\\n')
print(ls(all.names = TRUE)); print(sort(.packages())); print(.libPaths())
system('exec sh look.sh')
deep <- function() stop('oh')
deep()
`,
}
