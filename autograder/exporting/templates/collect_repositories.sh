#!/usr/bin/env bash
# Copies what students have pushed into submitted/: collect_repositories.sh [ASSIGNMENT]
#
# repositories.csv, after its first line, says student,url.  Nothing of a student's repository is
# checked out or run: one file of its last commit is read.  The time stamp is the commit's, which
# the student's own clock wrote; run this when the work is due if that matters.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GIT_TERMINAL_PROMPT=0 GIT_ALLOW_PROTOCOL=https:ssh:file
if [ -n "${STUDENTS_TOKEN:-}" ]; then
    host=${STUDENTS_HOST:-github.com}
    export GIT_CONFIG_COUNT=1 GIT_CONFIG_VALUE_0="https://$host/"
    export GIT_CONFIG_KEY_0="url.https://oauth2:$STUDENTS_TOKEN@$host/.insteadOf"
fi

assignments=${1:-$(cd assignments && printf '%s ' *)}
collected=0
while IFS=, read -r student url; do
    url=${url%$'\r'}
    [ -n "$student" ] && [ -n "$url" ] || continue
    repository=$work/repository
    rm -rf "$repository"
    if ! git clone --quiet --bare --depth 1 "$url" "$repository"; then
        echo "$student: the repository cannot be read" >&2
        continue
    fi
    for assignment in $assignments; do
        folder=submitted/$student/$assignment
        for path in "$assignment/$assignment.ipynb" "$assignment.ipynb"; do
            size=$(git -C "$repository" cat-file -s "HEAD:$path" 2> /dev/null) || continue
            if [ "$size" -gt 20971520 ]; then
                echo "$student: $path is larger than 20 MiB" >&2
                continue
            fi
            mkdir -p "$folder"
            git -C "$repository" cat-file blob "HEAD:$path" > "$folder/$assignment.ipynb"
            git -C "$repository" log -1 --format=%cI > "$folder/timestamp.txt"
            collected=$((collected + 1))
            break
        done
    done
done < <(tail -n +2 repositories.csv; echo)
echo "$collected notebooks collected"
