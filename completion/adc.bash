# bash completion for adc(1): the options are those that `adc --help` lists; the tests hold the values against it.
_adc() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} option words
    [ "$current" = = ] && current=
    option=$previous
    [ "$previous" = = ] && option=${COMP_WORDS[COMP_CWORD - 2]}
    case $option in
        --emit) words='c ast ir graph dual dot dual-dot plan derivative json' ;;
        --derive) words='value gradient jacobian jacobian:2 hessian jvp vjp hvp' ;;
        --layout) words='dense columns csr csc coo' ;;
        --triangle) words='lower upper full' ;;
        --real) words='double float long-double' ;;
        --adapter) words='gsl cvode ipopt nlopt ceres petsc casadi python' ;;
        --abi) words='flat args' ;;
        --cost) words='textbook mul ops cycles' ;;
        --tie) words='last first' ;;
        --format) words='table csv json markdown' ;;
        --color|--loops) words='auto always never' ;;
        --diagnostics) words='text json' ;;
        --explain) words="list all $(adc --explain=list 2>/dev/null | cut -d' ' -f1)" ;;
        --order) words="list $(adc --order=list 2>/dev/null | cut -d' ' -f1)" ;;
        --orders) words="all $(adc --order=list 2>/dev/null | cut -d' ' -f1)" ;;
        --warn) words="error list all $(adc -Wlist 2>/dev/null | sed 's/ .*//; p; s/^/no-/')" ;;
    esac
    if [ -n "$words" ]; then
        COMPREPLY=($(compgen -W "$words" -- "$current"))
        return
    fi
    case $current in
        -*) COMPREPLY=($(compgen -W "$(adc --help 2>/dev/null | sed -n 's/^  \(-[A-Za-z]*, \)*\(--[a-z-]*\).*/\2/p')" -- "$current")) ;;
        *)
            COMPREPLY=($(compgen -f -- "$current"))
            [ "$COMP_CWORD" -eq 1 ] && COMPREPLY+=($(compgen -W 'compile compare check eval' -- "$current"))
            ;;
    esac
}
complete -o filenames -F _adc adc
