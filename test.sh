#!/usr/bin/env bash
# Builds everything and runs every test. The last line sums up: N passed, N failed, N skipped.
#
#   ./test.sh              all projects below test/, and the package in modules/miniprogram
#   ./test.sh Sending      only test projects whose name contains "Sending"
#   ./test.sh miniprogram  only that package
#
# SKIP_FORMAT=1          leaves out the check of the code's layout
# CONFIGURATION=Debug    instead of Release
# ABP_ASSEMBLIES=folder  Volo.Abp assemblies for the ABP solution, where the package registry does not have them
# PROJECT_TIMEOUT=900    seconds that one test project may take
# RELIABILITY_MINUTES=3  how long hosts, database, wires and WeChat are broken in the reliability runs; 0 leaves them out. Hosts get their work
#                        from the database, and in the last third by RabbitMQ where it is installed: that run counts as a test of its own
# RELIABILITY_SEED=n     the seed of runs to repeat
# CHROMIUM=program       the browser of the browser tests, instead of /usr/bin/chromium
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

filter=${1:-}
configuration=${CONFIGURATION:-Release}
project_timeout=${PROJECT_TIMEOUT:-900}
results=artifacts/test-results
passed=0 failed=0 skipped=0

finish() {
  echo
  if ((passed + failed == 0)); then
    echo "No test ran."
    failed=1
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0))
  exit
}

give_up() {
  echo "$1" >&2
  failed=$((failed + 1))
  finish
}

# A project that hangs must not hang the rest. (macOS has no timeout program.)
limited() {
  if command -v timeout >/dev/null; then
    timeout --foreground --kill-after=15 "$project_timeout" "$@"
  else
    "$@"
  fi
}

outcomes() { grep -o '<UnitTestResult [^>]*>' "$1" | grep -c " outcome=\"$2\""; }

run_project() {
  local name=$1 program=test/$1/bin/$configuration/net10.0/$1 trx=$results/$1.trx log=$results/$1.log
  local started=$SECONDS code p=0 f=0 s=0
  if [[ ! -x $program ]]; then
    echo "FAILED   $name: $program was not built"
    failed=$((failed + 1))
    return
  fi

  # These wait for time and sockets more than they compute.
  local threads=()
  if [[ $name == WeChatNotifications.Application.Tests ]]; then
    threads=(-maxThreads 2x)
  fi

  limited "$program" -noColor -noLogo "${threads[@]}" -trx "$trx" </dev/null >"$log" 2>&1
  code=$?
  if [[ -s $trx ]]; then
    p=$(outcomes "$trx" Passed) f=$(outcomes "$trx" Failed) s=$(outcomes "$trx" NotExecuted)
  fi
  # Ended badly although no test did: it crashed, was ended from within, ran into the time limit, or broke outside of a test.
  local broken=
  if ((f == 0)) && { ((code != 0)) || ! grep -q '</TestRun>' "$trx" 2>/dev/null; }; then
    f=1 broken=" (the program ended early or broke outside of a test, exit code $code)"
    ((code == 124 || code == 137)) && broken=" (stopped after $project_timeout s)"
  fi

  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  if ((f > 0)); then
    echo "FAILED   $name: $p passed, $f failed, $s skipped$broken, $((SECONDS - started)) s"
    tail -n 200 "$log" | cut -c 1-300 | sed 's/^/    /'
  elif ((p + s == 0)); then
    echo "no tests $name"
  else
    echo "ok       $name: $p passed, $s skipped, $((SECONDS - started)) s"
    if ((s > 0)); then
      grep -A1 '\[SKIP\]' "$log" | grep -v '^--$'
    fi
  fi
}

# How many tests ended so, by the last lines of a TAP file; 0 when it breaks off before them.
tap_count() { sed -n "s/^# $2 \([0-9]*\)$/\1/p" "$1" 2>/dev/null | grep . || echo 0; }

# The TypeScript package: its types, its examples, and its tests, some of which run against the host built before.
run_miniprogram() {
  local name=miniprogram folder=modules/miniprogram tap=$PWD/$results/miniprogram.tap log=$PWD/$results/miniprogram.log
  local started=$SECONDS code p=0 f=0 s=0
  if ! (cd "$folder" && limited npm ci --no-audit --no-fund --ignore-scripts && limited npm run pretest) </dev/null >"$log" 2>&1; then
    failed=$((failed + 1))
    echo "FAILED   $name: it does not build"
    tail -n 40 "$log" | cut -c 1-300 | sed 's/^/    /'
    return
  fi

  (cd "$folder" && CONFIGURATION=$configuration limited node test/run.mjs --tap "$tap") </dev/null >"$log" 2>&1
  code=$?
  if [[ -f $tap ]]; then
    p=$(tap_count "$tap" pass) f=$(($(tap_count "$tap" fail) + $(tap_count "$tap" cancelled))) s=$(($(tap_count "$tap" skipped) + $(tap_count "$tap" todo)))
  fi
  local broken=
  if ((f == 0)) && ((code != 0 || p + s == 0)); then
    f=1 broken=" (ended early or broke outside of a test, exit code $code)"
    ((code == 124 || code == 137)) && broken=" (stopped after $project_timeout s)"
  fi

  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  if ((f > 0)); then
    echo "FAILED   $name: $p passed, $f failed, $s skipped$broken, $((SECONDS - started)) s"
    tail -n 200 "$log" | cut -c 1-300 | sed 's/^/    /'
  else
    echo "ok       $name: $p passed, $s skipped, $((SECONDS - started)) s"
    if ((s > 0)); then
      grep '# SKIP' "$tap"
    fi
  fi
}

# run_reliability <way of work> <minutes>: breaks hosts, database, wires, WeChat and RabbitMQ while messages are sent, and counts as one test:
# nothing lost, no promise broken.
run_reliability() {
  local name="Reliability ($1)" program=test/WeChatNotifications.Reliability/bin/$configuration/net10.0/WeChatNotifications.Reliability
  local log=$results/reliability-$1.log report=$results/reliability-$1.json started=$SECONDS seed=${RELIABILITY_SEED:-$((RANDOM * 30 + 1))} code
  limited "$program" --work "$1" --minutes "$2" --seed "$seed" --report "$report" </dev/null >"$log" 2>&1
  code=$?
  if ((code == 0)); then
    passed=$((passed + 1))
    echo "ok       $name: $(tail -n 1 "$log"), seed $seed, $((SECONDS - started)) s"
    return
  fi

  local broken=
  ((code == 124 || code == 137)) && broken=" (stopped after $project_timeout s)"
  failed=$((failed + 1))
  echo "FAILED   $name: seed $seed, exit code $code$broken, $((SECONDS - started)) s; the hosts' logs are beside $report"
  { grep -A 10 '^VIOLATED' "$log" || tail -n 40 "$log"; } | cut -c 1-300 | sed 's/^/    /'
}

command -v dotnet >/dev/null || give_up "dotnet is missing: install the .NET 10 SDK (https://dot.net)."
dotnet --list-sdks | grep -q '^10\.' || give_up "The .NET 10 SDK is missing (https://dot.net); there is: $(dotnet --list-sdks | tr '\n' ' ')"
command -v node >/dev/null && command -v npm >/dev/null ||
  give_up "node or npm is missing: install Node.js 18 or newer (https://nodejs.org). npm brings the PostgreSQL that the tests run on."

rm -rf "$results"
mkdir -p "$results"

echo "Building ($configuration) ..."
dotnet build WeChatNotifications.sln -c "$configuration" --nologo -v quiet -clp:NoSummary </dev/null ||
  give_up "The build failed."

# Beside the tests: it takes one processor for minutes, and they mostly wait.
layout=
if [[ ${SKIP_FORMAT:-} != 1 && -z $filter ]]; then
  dotnet format WeChatNotifications.sln --verify-no-changes --no-restore </dev/null >"$results/format.log" 2>&1 &
  layout=$!
fi

check_layout() {
  if [[ -n $layout ]] && ! wait "$layout"; then
    head -n 40 "$results/format.log"
    echo "FAILED   layout: run 'dotnet format WeChatNotifications.sln'"
    failed=$((failed + 1))
  elif [[ -n $layout ]]; then
    echo "ok       layout"
  fi
}

# --- ABP: a solution of its own, since not every registry has its packages.
abp_tests=WeChatNotifications.Abp.Tests

# Succeeds when the ABP solution is built; says why where it is not.
build_abp() {
  local assemblies=
  if [[ -n ${ABP_ASSEMBLIES:-} ]]; then
    assemblies=$(cd "$ABP_ASSEMBLIES" 2>/dev/null && pwd)
    if [[ ! -f $ABP_ASSEMBLIES/Volo.Abp.Core.dll ]]; then
      echo "FAILED   ABP: ABP_ASSEMBLIES is $ABP_ASSEMBLIES, where there is no Volo.Abp.Core.dll"
      failed=$((failed + 1))
      return 1
    fi
  elif ! limited dotnet restore "test/$abp_tests/$abp_tests.csproj" --nologo -v quiet </dev/null >"$results/abp-restore.log" 2>&1; then
    echo "ABP: not built: the package registry does not have the Volo.Abp packages, and ABP_ASSEMBLIES names no folder with their assemblies (docs/abp.md)."
    return 1
  fi

  echo "Building the ABP solution ..."
  if ! dotnet build WeChatNotifications.Abp.sln -c "$configuration" -p:AbpAssemblies="$assemblies" --nologo -v quiet -clp:NoSummary </dev/null; then
    echo "FAILED   ABP: the solution does not build"
    failed=$((failed + 1))
    return 1
  fi

  # The rest of that solution is the main one's, which was checked before.
  if [[ ${SKIP_FORMAT:-} != 1 && -z $filter ]] && ! AbpAssemblies=$assemblies dotnet format WeChatNotifications.Abp.sln --verify-no-changes --no-restore \
    --include ./modules/WeChatNotifications.Abp{,.Contracts,.Dashboard,.EntityFrameworkCore,.EntityFrameworkCore.PostgreSql,.EntityFrameworkCore.SqlServer,.RabbitMq}/ ./host/WeChatNotifications.AbpHost/ "./test/$abp_tests/" \
    </dev/null >"$results/abp-format.log" 2>&1; then
    head -n 40 "$results/abp-format.log"
    echo "FAILED   ABP layout: run 'dotnet format WeChatNotifications.Abp.sln'"
    failed=$((failed + 1))
  fi
}

# --- The browser tests need a browser, and letters for Chinese; those of RabbitMQ need a server. Without them they are skipped, and say so.

# install_packages <name of the log> <package>...
install_packages() {
  local log=$results/$1-install.log as_root=()
  shift
  if ((EUID != 0)); then
    as_root=(sudo -n)
  fi

  command -v apt-get >/dev/null &&
    { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1
}

install_browser() {
  if [[ -n ${CHROMIUM:-} || -x /usr/bin/chromium ]]; then
    return
  fi

  echo "Installing Chromium for the browser tests ..."
  install_packages browser chromium fonts-noto-cjk ||
    echo "Chromium could not be installed ($results/browser-install.log); CHROMIUM may name a browser of another place."
}

# The package starts a server of its own where there is an init system; the tests start private ones on other ports.
install_rabbitmq() {
  if [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]]; then
    return
  fi

  echo "Installing RabbitMQ for its tests ..."
  install_packages rabbitmq rabbitmq-server ||
    echo "RabbitMQ could not be installed ($results/rabbitmq-install.log); its tests are skipped."
}

if [[ WeChatNotifications.Browser.Tests == *"$filter"* ]]; then
  install_browser
fi

if [[ WeChatNotifications.RabbitMq.Tests == *"$filter"* || $abp_tests == *"$filter"* || WeChatNotifications.Reliability == *"$filter"* ]]; then
  install_rabbitmq
fi

for folder in test/*.Tests; do
  name=${folder#test/}
  if [[ $name == "$abp_tests" ]]; then
    continue
  fi

  if [[ -f $folder/$name.csproj && $name == *"$filter"* ]]; then
    run_project "$name"
  fi
done

minutes=${RELIABILITY_MINUTES:-3}
if [[ Reliability == *"$filter"* && $minutes != 0 ]]; then
  if [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]]; then
    run_reliability database "$(awk -v minutes="$minutes" 'BEGIN { print minutes * 2 / 3 }')"
    run_reliability rabbitmq "$(awk -v minutes="$minutes" 'BEGIN { print minutes / 3 }')"
  else
    run_reliability database "$minutes"
  fi
fi

if [[ miniprogram == *"$filter"* ]]; then
  run_miniprogram
fi

check_layout

if [[ $abp_tests == *"$filter"* ]] && build_abp; then
  run_project "$abp_tests"
fi

finish
