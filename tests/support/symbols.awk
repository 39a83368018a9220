# symbols.awk - no two objects define one name.  From an archive the linker takes the first of
# them and says nothing, so a program would quietly run the other's code.
# usage: nm -A --defined-only ARCHIVE OBJECT... | awk -f symbols.awk
NF >= 3 && $(NF - 1) ~ /^[TDBRC]$/ {
    object = $1
    sub(/:[0-9a-f]*$/, "", object)
    if ($NF in home) {
        print $NF ": defined in " home[$NF] " and again in " object ": rename one"
        bad = 1
    }
    home[$NF] = object
}
END { exit bad }
