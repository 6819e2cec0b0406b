# The first attempt on a thread that nobody instruments: the context of the trade stays behind.
/An executor, not Thread.ofVirtual/d
s/threads\.execute(() -> {/Thread.ofVirtual().start(() -> {/
