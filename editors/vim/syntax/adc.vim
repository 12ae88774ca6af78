" The syntax of model files of adc. The built-in functions are those of `adc --list-functions`.
if exists('b:current_syntax')
    finish
endif

syntax case match
syntax sync fromstart

syntax keyword adcItem const fn model extern import
syntax keyword adcRole in param out
syntax keyword adcStatement let var for if then else return
syntax keyword adcConstant pi inf
" Words only where they stand: `0..n step 2`, `extern fn f(x) with f_x;`.
syntax match adcStatement /\<step\ze\s\+-\?[A-Za-z0-9_(.]/
syntax match adcItem /\<with\ze\s\+[A-Za-z_]/

let s:functions = 'sqrt cbrt exp exp2 expm1 log log2 log10 log1p pow hypot sin cos tan asin acos atan'
            \ . ' atan2 sinh cosh tanh asinh acosh atanh abs sign floor ceil round trunc fmod erf'
            \ . ' erfc gamma lgamma polygamma logaddexp sigmoid softplus detach ln relu clamp'
            \ . ' digamma sinc div mod mean dot cross outer trace norm normalize logsumexp softmax'
            \ . ' det inv sum prod min max zeros ones eye rows cols length transpose solve'
execute 'syntax match adcFunction /\<\%(' . join(split(s:functions), '\|') . '\)\ze\s*(/'
unlet s:functions

" In `0..n` and `1./v` the dot belongs to the operator.
syntax match adcNumber /\%(\<\d\+\%(\.\d\+\)\?\|\.\d\+\)\%([eE][-+]\?\d\+\)\?/
syntax match adcOperator /\.\.=\?\|\.[*\/^]\|[-+*\/=!<>]=\?\|\*\*\|&&\|||\|[\^'?:]/
syntax match adcComment /\/\/.*/ contains=adcTodo,@Spell
syntax match adcComment /#.*/ contains=adcTodo,@Spell
syntax region adcComment start=/\/\*/ end=/\*\// contains=adcTodo,@Spell
syntax keyword adcTodo TODO FIXME XXX contained
syntax region adcString start=/"/ end=/"\|$/

highlight default link adcItem Structure
highlight default link adcRole StorageClass
highlight default link adcStatement Statement
highlight default link adcConstant Constant
highlight default link adcFunction Function
highlight default link adcNumber Number
highlight default link adcOperator Operator
highlight default link adcComment Comment
highlight default link adcTodo Todo
highlight default link adcString String

let b:current_syntax = 'adc'
