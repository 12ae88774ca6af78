" Model files of adc. Not `setfiletype`: Vim itself takes *.ad for X resources.
autocmd BufNewFile,BufRead *.ad set filetype=adc
