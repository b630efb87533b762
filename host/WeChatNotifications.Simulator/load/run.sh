#!/bin/sh
# Measures subscribe/send: starts a simulator, seeds 100,000 users, sends for some seconds, shows the simulator's own count.
# Usage: load/run.sh [seconds] [connections]   (needs wrk and curl; run from the simulator's folder)
set -eu
seconds=${1:-10}
connections=${2:-64}
here=$(dirname "$0")
url=http://127.0.0.1:5097
dotnet build "$here/.." -c Release -v q --nologo
dotnet "$here/../bin/Release/net10.0/WeChatNotifications.Simulator.dll" --urls $url --seed "$here/seed.json" --parent-pid $$ &
simulator=$!
trap 'kill $simulator' EXIT
until curl -sf $url/_sim/health > /dev/null; do sleep 0.2; done
token=$(curl -s $url/cgi-bin/stable_token -d '{"grant_type":"client_credential","appid":"wx-load","secret":"load-secret"}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
wrk -t1 -c"$connections" -d"${seconds}s" --latency -s "$here/send.lua" $url -- "$token"
curl -s $url/_sim/report
echo
grep -E 'VmRSS|VmHWM' /proc/$simulator/status
