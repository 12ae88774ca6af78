" Settings for model files of adc.
if exists('b:did_ftplugin')
    finish
endif
let b:did_ftplugin = 1

setlocal commentstring=//\ %s
setlocal comments=s1:/*,mb:*,ex:*/,://,b:#
setlocal cindent cinoptions+=j1,(0 expandtab shiftwidth=4 softtabstop=4
setlocal errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tarning:\ %m,%f:%l:%c:\ %tote:\ %m,%-G%.%#
setlocal makeprg=adc\ %:S\ --emit=ir\ -o\ /dev/null

let b:undo_ftplugin = 'setlocal commentstring< comments< cindent< cinoptions< expandtab< shiftwidth<'
            \ . ' softtabstop< errorformat< makeprg<'
