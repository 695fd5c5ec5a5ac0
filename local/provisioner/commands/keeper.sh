# Runs the commands of one deployment, one after the other in one shell, as CodeBuild does, and leaves in its folder how it went:
# `process` (who runs), `at` (which command), `log`, and at the very end `exit`. Called with that folder and how many commands there are.
cd "$1" || exit 1
# Whoever makes this folder runs the commands: they run once, however often this begins.
mkdir began 2>/dev/null || exit 0
{ echo $$; cat /proc/sys/kernel/random/boot_id /proc/$$/stat; } >process.new 2>/dev/null
mv process.new process
exec >log 2>&1 </dev/null
QUAYMASTER_KEEPER=$1
QUAYMASTER_COMMANDS=$2
(
  cd work || exit 1
  n=1
  while [ "$n" -le "$QUAYMASTER_COMMANDS" ]; do
    echo "$n" >"$QUAYMASTER_KEEPER/at"
    . "$QUAYMASTER_KEEPER/commands/$n.sh" || exit
    n=$((n + 1))
  done
)
echo $? >exit.new
mv exit.new exit
