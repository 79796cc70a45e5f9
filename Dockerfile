# Merkwerk in a container: web and worker in one, data in /data.
FROM python:3.11-slim
RUN useradd --create-home --uid 1000 merkwerk && mkdir /data && chown merkwerk /data
WORKDIR /app
COPY requirements/app.txt requirements/app.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/app.txt
COPY . .
RUN pip install --no-cache-dir --no-deps .
USER merkwerk
ENV MERKWERK_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
CMD ["merkwerk", "start", "--host", "0.0.0.0", "--port", "8000", "--empty"]
