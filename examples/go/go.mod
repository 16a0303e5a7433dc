module understudy.dev/examples/go

go 1.21
