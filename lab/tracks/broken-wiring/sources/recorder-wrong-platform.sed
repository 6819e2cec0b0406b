# Another kind of thread is as lonely.
/An executor, not Thread.ofVirtual/d
s/threads\.execute(() -> {/Thread.ofPlatform().start(() -> {/
