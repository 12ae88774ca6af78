# bash completion for adc(1): the options are those that `adc --help` lists.
_adc() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} option
    [ "$current" = = ] && current=
    option=$previous
    [ "$previous" = = ] && option=${COMP_WORDS[COMP_CWORD - 2]}
    case $option in
        --derive) COMPREPLY=($(compgen -W 'value gradient jacobian jacobian:2 hessian jvp vjp hvp' -- "$current")); return ;;
        --layout) COMPREPLY=($(compgen -W 'dense columns csr csc coo' -- "$current")); return ;;
        --triangle) COMPREPLY=($(compgen -W 'lower upper full' -- "$current")); return ;;
        --real) COMPREPLY=($(compgen -W 'double float long-double' -- "$current")); return ;;
        --abi) COMPREPLY=($(compgen -W 'flat args' -- "$current")); return ;;
        --color) COMPREPLY=($(compgen -W 'auto always never' -- "$current")); return ;;
        --order | --orders)
            COMPREPLY=($(compgen -W "list $(adc --order=list 2>/dev/null | cut -d' ' -f1)" -- "$current")); return ;;
    esac
    case $current in
        -*) COMPREPLY=($(compgen -W "$(adc --help 2>/dev/null | grep -o -- '--[a-z-]*' | sort -u)" -- "$current")) ;;
        *)
            COMPREPLY=($(compgen -f -- "$current"))
            [ "$COMP_CWORD" -eq 1 ] && COMPREPLY+=($(compgen -W 'compile compare check eval' -- "$current"))
            ;;
    esac
}
complete -o filenames -F _adc adc
